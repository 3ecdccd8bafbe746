# A number that is too large, and texts that are not numbers.
default deny
let a = 1e999
let b = 01
let c = 1__0
let d = .5

# A number that is too large, and ones that are none.
default deny
let a = 1e999
let b = 01
let c = 1__0
let d = .5

# Invalid names: a literal, nothing, a word that begins with a digit.
default deny
let true = 5
allow ""
allow 2fa

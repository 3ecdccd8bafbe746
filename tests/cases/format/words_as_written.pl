# Literals and names stay as they were written, and white space between words becomes one space.
let   cap=100_00
let ratio=-1_000.50e+3
deny	"quoted_for_nothing" ,weird:write because r#"raw "quotes""#
tool	"every"{require args."content-type".x=="é\u00e9"   because"No."
limit 5per minute as"outgoing mail"}
test"t"{3times call"x y"{a:[],b:{},c:[1,{d:null}],}=>hidden after 61seconds}

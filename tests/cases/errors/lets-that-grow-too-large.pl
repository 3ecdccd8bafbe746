# A let may lead to its value through 64 others, and a list may hold 10,000 values.
default deny
let l0 = "end"
let l1 = l0
let l2 = l1
let l3 = l2
let l4 = l3
let l5 = l4
let l6 = l5
let l7 = l6
let l8 = l7
let l9 = l8
let l10 = l9
let l11 = l10
let l12 = l11
let l13 = l12
let l14 = l13
let l15 = l14
let l16 = l15
let l17 = l16
let l18 = l17
let l19 = l18
let l20 = l19
let l21 = l20
let l22 = l21
let l23 = l22
let l24 = l23
let l25 = l24
let l26 = l25
let l27 = l26
let l28 = l27
let l29 = l28
let l30 = l29
let l31 = l30
let l32 = l31
let l33 = l32
let l34 = l33
let l35 = l34
let l36 = l35
let l37 = l36
let l38 = l37
let l39 = l38
let l40 = l39
let l41 = l40
let l42 = l41
let l43 = l42
let l44 = l43
let l45 = l44
let l46 = l45
let l47 = l46
let l48 = l47
let l49 = l48
let l50 = l49
let l51 = l50
let l52 = l51
let l53 = l52
let l54 = l53
let l55 = l54
let l56 = l55
let l57 = l56
let l58 = l57
let l59 = l58
let l60 = l59
let l61 = l60
let l62 = l61
let l63 = l62
let l64 = l63
let l65 = l64
let l66 = l65
let ten = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
let hundred = [ten, ten, ten, ten, ten, ten, ten, ten, ten, ten]
let thousand = [hundred, hundred, hundred, hundred, hundred, hundred, hundred, hundred, hundred, hundred]
let ten_thousand = [thousand, thousand, thousand, thousand, thousand, thousand, thousand, thousand, thousand, thousand]
let too_many = [ten_thousand, "one more"]
tool t: read {
  require args.x == l66
  require args.y in ten_thousand
  require args.z in [ten_thousand, ten]
  require args.w in too_many
}

# Lets, rules, tests, parameters and arguments have separate names.
default deny
let a = 1
let a = 2
rule a(n, m, n) { limit n per minute }
rule a { deny }
tool t(x: string, y: {z: number, z: string}, x: any) { apply a(1, 2, 3) }
test "one" {
  call t { x: 1, x: 2, y: [{ k: 1, k: 2 }] } => allow
}
test "one" {}

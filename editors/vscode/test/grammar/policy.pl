# SYNTAX TEST "source.jamb" "the words of a policy"

default deny
# <------- keyword.control.jamb
#       ^^^^ keyword.control.jamb
catalog "stripe.tools.json"            # the server's answer
# <------- keyword.control.import.jamb
#       ^^^^^^^^^^^^^^^^^^^ string.quoted.double.jamb
#                                      ^^^^^^^^^^^^^^^^^^^^^ comment.line.number-sign.jamb

## In cents.
# <~- comment.line.documentation.jamb
let refund_cap = 100_00
# <--- keyword.control.jamb
#   ^^^^^^^^^^ variable.other.constant.jamb
#              ^ keyword.operator.assignment.jamb
#                ^^^^^^ constant.numeric.jamb
limit 600 per hour as outgoing_mail
# <----- keyword.control.jamb
#     ^^^ constant.numeric.jamb
#         ^^^ keyword.control.jamb
#             ^^^^ support.type.window.jamb
#                     ^^^^^^^^^^^^^ entity.name.label.counter.jamb

hide delete_account
# <---- keyword.control.jamb
#    ^^^^^^^^^^^^^^ entity.name.function.tool.jamb
allow get_*, "weird name!", every read
#     ^^^^^ entity.name.function.pattern.jamb
#            ^^^^^^^^^^^^^ entity.name.function.tool.jamb
#                           ^^^^^ keyword.other.jamb
#                                 ^^^^ support.type.category.jamb
allow limit, deny: read
#     ^^^^^ entity.name.function.tool.jamb
#            ^^^^ entity.name.function.tool.jamb
#                  ^^^^ support.type.category.jamb
deny
  create_payout,
# ^^^^^^^^^^^^^ entity.name.function.tool.jamb
  delete_customer: financial because "Payouts need a human."
# ^^^^^^^^^^^^^^^ entity.name.function.tool.jamb
#                  ^^^^^^^^^ support.type.category.jamb
#                            ^^^^^^^ keyword.control.jamb
#                                    ^^^^^^^^^^^^^^^^^^^^^^^ string.quoted.double.jamb

rule careful(n, currencies) {
#    ^^^^^^^ entity.name.function.rule.jamb
#            ^ variable.parameter.jamb
#               ^^^^^^^^^^ variable.parameter.jamb
  limit n per minute
# ^^^^^ keyword.control.jamb
#       ^ variable.other.jamb
}

tool create_refund(amount: integer, note?: string): financial {
# <---- keyword.control.jamb
#    ^^^^^^^^^^^^^ entity.name.function.tool.jamb
#                  ^^^^^^ variable.other.property.jamb
#                          ^^^^^^^ support.type.jamb
#                                       ^ keyword.operator.optional.jamb
#                                                   ^^^^^^^^^ support.type.category.jamb
  apply careful(10, ["usd"])
# ^^^^^ keyword.control.jamb
#       ^^^^^^^ entity.name.function.rule.jamb
  require args.amount > 0 and not args.limit."x y".in exists because "Say \"why\"."
# ^^^^^^^ keyword.control.jamb
#         ^^^^ variable.language.args.jamb
#             ^ punctuation.accessor.jamb
#              ^^^^^^ variable.other.property.jamb
#                     ^ keyword.operator.comparison.jamb
#                         ^^^ keyword.operator.wordlike.jamb
#                                      ^^^^^ variable.other.property.jamb
#                                            ^^^^^ variable.other.property.jamb
#                                                     ^^^^^^ keyword.operator.wordlike.jamb
#                                                                         ^^ constant.character.escape.jamb
  deny if args.to at "acme.example" or args.id matches r#"^"[a-z]+"$"# because "No."
# ^^^^ keyword.control.jamb
#      ^^ keyword.control.jamb
#                 ^^ keyword.operator.wordlike.jamb
#                                              ^^^^^^^ keyword.operator.wordlike.jamb
#                                                         ^^^^^^^^ string.regexp.jamb
#                                                                      ^^^^^^^ keyword.control.jamb
  require args.path starts with "/srv" and args.tag in ours
#                   ^^^^^^^^^^^ keyword.operator.wordlike.jamb
#                                                   ^^ keyword.operator.wordlike.jamb
#                                                      ^^^^ variable.other.jamb
  deny
# ^^^^ keyword.control.jamb
}
# <- punctuation.section.braces.jamb

guard *, every write { require args.namespace == "acme" }
# <----- keyword.control.jamb
#     ^ entity.name.function.pattern.jamb
#              ^^^^^ support.type.category.jamb
#                      ^^^^^^^ keyword.control.jamb

test "a refund" {
# <---- keyword.control.jamb
  at 2026-03-01T12:00:00Z
# ^^ keyword.control.jamb
#    ^^^^^^^^^^^^^^^^^^^^ constant.numeric.timestamp.jamb
  after 61 seconds
# ^^^^^ keyword.control.jamb
#       ^^ constant.numeric.jamb
#          ^^^^^^^ support.type.unit.jamb
  as "bot" 3 times call create_refund { amount: 20_000, "x-y": null } => deny because "Refunds above"
# ^^ keyword.control.jamb
#            ^^^^^ keyword.control.jamb
#                       ^^^^^^^^^^^^^ entity.name.function.tool.jamb
#                                       ^^^^^^ variable.other.property.jamb
#                                                              ^^^^ constant.language.jamb
#                                                                     ^^ keyword.operator.arrow.jamb
#                                                                        ^^^^ keyword.control.jamb
}

assert never create_refund if args.amount > 100_00
# <------ keyword.control.jamb
#      ^^^^^ keyword.control.jamb
#            ^^^^^^^^^^^^^ entity.name.function.tool.jamb
#                          ^^ keyword.control.jamb

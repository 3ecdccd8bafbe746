# Two clauses that use the same `let` give one finding.
default deny

let period = "^[day|week]+$"

tool get_report: read { require args.period matches period because "Ask for a day or a week." }
tool get_sum: read { require args.period matches period because "Ask for a day or a week." }

# A number that the gateway can't tell from its neighbours is an error where one of them gets through, else a warning.
default deny
let project = 9007199254740993
let projects = [1, 9_007_199_254_740_992, -9007199254740993]
rule only(id) { require args.id == id }
tool a: read {
  require args.id == project and args.id < 1e300
  require args.id in projects
  deny if args.id in [1234567890123456789, 1234567890123456788]
  deny if not (args.id == 9007199254740993)
  deny if args.id != 9007199254740993
  require args.id != 9007199254740993
  deny if args.id > 9007199254740993
  apply only(9007199254740993)
  require args.id <= 9007199254740991
}
assert never a if args.id == 9007199254740993

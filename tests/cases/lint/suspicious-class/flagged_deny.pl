# In a `deny if`, too; the `$` ends nothing between the brackets.
default deny

tool get_report: read {
  deny if args.period matches "^(year|last[dm$])" because "Not as much at once."
}

# In a `deny if`, too; between the brackets `$` is not an anchor.
default deny

tool get_report: read {
  deny if args.period matches "^(year|last[dm$])" because "Not as much at once."
}

# Letters and signs that are meant each by itself.
default deny

tool get_report: read {
  require args.period matches r"^[A-Za-z|][dwm][ab\|][;&|`$][^xy]$" because "Ask for a day or a week."
}

# Each letter and sign is meant on its own.
default deny

tool get_report: read {
  require args.period matches r"^[A-Za-z|][dwm][ab\|][;&|`$][^xy]$" because "Ask for a day or a week."
}

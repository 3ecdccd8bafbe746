# A group was meant: as a class it is a single letter.
default deny

tool get_report: read {
  require args.period matches "^[day|week]+$" because "Ask for a day or a week."
}

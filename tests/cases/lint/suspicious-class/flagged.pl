# A group was meant; a class matches a single character.
default deny

tool get_report: read {
  require args.period matches "^[day|week]+$" because "Ask for a day or a week."
}

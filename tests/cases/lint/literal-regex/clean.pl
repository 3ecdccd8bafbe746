# `==` accepts more than a regular expression for numbers and booleans; a part of a text is not a fixed text.
default deny

tool create_invoice: write {
  require args.year matches "^(2025|2026)$" because "These years only."
  require args.sent matches "^true$" because "Only sent ones."
  require args.id matches "^inv_[0-9]+$" because "An invoice, please."
  deny if args.note matches "draft" because "No drafts."
  limit 30 per minute
}

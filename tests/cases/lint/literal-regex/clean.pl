# Numbers and truth are more than their texts; a part of a text is no text.
default deny

tool create_invoice: write {
  require args.year matches "^(2025|2026)$" because "These years only."
  require args.sent matches "^true$" because "Only sent ones."
  require args.id matches "^inv_[0-9]+$" because "An invoice, please."
  deny if args.note matches "draft" because "No drafts."
  limit 30 per minute
}

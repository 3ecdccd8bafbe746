# Emoji, whole words in other scripts, line breaks, and escapes of characters that a clause looks for.
default deny

deny create_payout: financial because "Ask 👩‍💻 or 🏳️‍🌈.\nСпасибо, ευχαριστώ, PDFファイル, naïve."
tool get_order: read {
  deny if args.note contains "\u200b" or args.note contains "\n" because "No tricks."
  deny if args.note matches r"[\x{202a}-\x{202e}]|[а-яa-z]ё" because "No turns."
}

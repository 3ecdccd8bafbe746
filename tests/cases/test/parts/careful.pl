rule careful {
  require args.reason matches r"^[a-z ]{3,80}$"
    because "Say why, in a few words."
}

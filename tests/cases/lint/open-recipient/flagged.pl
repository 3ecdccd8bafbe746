# Anybody may get a mail, an invitation or a message; a copy that is free beside a good recipient; a public text.
default deny
catalog "people.tools.json"

tool send_mail: write {
  require args.to at "acme.example" because "Write to colleagues."
  limit 10 per minute
}
tool create_meeting: write { limit 10 per minute }
tool post_message: write {
  require args.text != "" because "Say something."
  limit 10 per minute
}
tool post_tweet: write { limit 10 per minute }

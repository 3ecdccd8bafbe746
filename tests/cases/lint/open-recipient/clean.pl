# All recipients are restricted or left out; the server lists them; what reads, and what moves a ticket to a column.
default deny
catalog "people.tools.json"

tool send_mail: write {
  require args.to at "acme.example" because "Write to colleagues."
  require args.cc missing and args.bcc missing because "No copies."
  limit 10 per minute
}
tool create_meeting: write {
  require args.participants missing because "Without participants."
  limit 10 per minute
}
tool post_message: write {
  require args.channel_id in ["C1", "C2"] because "Two channels."
  limit 10 per minute
}
tool post_tweet: write {
  require args.text in ["Deployed.", "Rolled back."] because "One of two texts."
  limit 10 per minute
}
tool notify_team, move_ticket: write { limit 10 per minute }
allow get_message, list_events: read

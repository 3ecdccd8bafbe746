# The schema takes numbers as texts, too; the other condition is met.
default deny
catalog "rooms.tools.json"

tool book_room: write {
  deny if args.hours > 8 and args.room == "hall" because "The hall for a day at most."
  limit 30 per minute
}

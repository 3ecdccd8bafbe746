# The schema also accepts strings; the witness meets the other condition.
default deny
catalog "rooms.tools.json"

tool book_room: write {
  deny if args.hours > 8 and args.room == "hall" because "The hall for a day at most."
  limit 30 per minute
}

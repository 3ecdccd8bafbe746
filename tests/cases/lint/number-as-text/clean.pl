# A `require` denies what is not a number; the second schema accepts only numbers; the third tool has no schema.
default deny
catalog "rooms.tools.json"

tool book_room: write {
  require args.hours <= 8 because "Book a room for a day at most."
  deny if args.hours < 1 because "Book an hour at least."
  limit 30 per minute
}
tool book_desk: write {
  deny if args.hours > 8 because "Book a desk for a day at most."
  limit 30 per minute
}
tool book_car: write {
  deny if args.hours > 8 because "Book a car for a day at most."
  limit 30 per minute
}

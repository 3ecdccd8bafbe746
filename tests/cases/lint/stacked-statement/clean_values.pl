# What is free is a number, or a text that can't leave its quotes.
default deny

tool by_id: execute {
  require args.sql matches "^SELECT name FROM products WHERE id = [0-9]{1,9}$" because "One product."
  limit 5 per minute
}
tool by_name: execute {
  require args.sql matches "^SELECT name FROM products WHERE name = '[A-Za-z0-9 ]+'$" because "One product."
  limit 5 per minute
}

# One statement, but free text in it leads to other rows and tables.
default deny

tool by_tenant: execute {
  require args.sql matches "^SELECT [^;]* FROM orders WHERE tenant = 7$" because "One tenant."
  limit 5 per minute
}
tool by_id: execute {
  require args.sql matches "^SELECT name FROM products WHERE id = [^;]+$" because "One product."
  limit 5 per minute
}
tool by_name: execute {
  require args.sql matches "^SELECT name FROM products WHERE name = '[^;]+'$" because "One product."
  limit 5 per minute
}
tool sorted: execute {
  require args.query_text matches "(?i)^select name from products [^;]*$" because "Products."
  limit 5 per minute
}

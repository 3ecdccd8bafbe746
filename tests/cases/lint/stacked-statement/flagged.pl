# The beginning or a part of a query is asked for, and another statement stands behind or before it.
default deny

tool run_sql(sql: string): execute {
  require args.sql matches r"(?i)^\s*select\b.*$" because "Read only."
  limit 10 per minute
}

tool run_report(sql: string): execute {
  require args.sql matches r"^SELECT .* FROM orders LIMIT 10$" because "Read orders."
  limit 10 per minute
}

tool run_plan(sql: string): execute {
  require args.sql matches r"(?i)^(?:explain|with) [^;]*$" because "Read only."
  limit 10 per minute
}

tool run_cypher(statement: string): execute {
  require args.statement starts with "MATCH " because "Read only."
  limit 10 per minute
}

tool run_graphql(query: string): execute {
  require args.query matches r"^query\b" because "Read only."
  limit 10 per minute
}

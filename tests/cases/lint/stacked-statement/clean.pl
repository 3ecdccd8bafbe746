# The whole statement is in the expression, or `;` and comments are denied.
default deny

tool run_sql(sql: string): execute {
  require args.sql matches r"^SELECT [a-z_, ]+ FROM (?:orders|invoices)(?: LIMIT [0-9]{1,3})?$" because "Read only."
  limit 10 per minute
}

tool run_report(sql: string): execute {
  require args.sql matches r"(?i)^select [^;]*$" because "One select."
  limit 10 per minute
}

tool run_listed(sql: string): execute {
  require args.sql in ["select count(*) from orders", "select 1; select 2"] because "These two."
  limit 10 per minute
}

tool run_cypher(cypher: string): execute {
  require args.cypher matches r"^MATCH \([a-z]:[A-Z][a-z]+\) RETURN [a-z] LIMIT [0-9]{1,3}$" because "Read only."
  limit 10 per minute
}

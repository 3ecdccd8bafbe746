# The witness is in the language of the tool.
default deny

tool run_python(code: string): execute { limit 5 per minute }
tool browser_evaluate(script: string): execute { limit 5 per minute }
tool run_powershell(script: string): execute { limit 5 per minute }
tool query_neo4j(cypher: string): execute { limit 5 per minute }
tool graphql_request(query: string): execute { limit 5 per minute }
tool run_sql(sql: string): execute { limit 5 per minute }

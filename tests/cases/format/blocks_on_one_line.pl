# A block with one clause stays on one line if the author wrote it on one line and it fits.
default deny
tool run_query: execute {limit 10 per minute}
tool run_query_2: execute {
  limit 10 per minute
}
tool run_query_3: execute { limit 10 per minute limit 100 per hour }
tool run_query_on_the_replica_with_a_long_name: execute { require args.query matches r"^SELECT " because "Reading only." }
tool nothing {

}
test "one step" { call run_query {} => allow }

# The guard's limit counts in none of its tools.
default deny
tool run(name: "daily"): execute { limit 5 per hour }
tool send(name: "daily"): write { limit 9 per hour }
guard * { limit 60 per minute }

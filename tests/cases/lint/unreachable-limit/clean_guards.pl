# The guard's limit counts in one of its tools.
default deny
tool run(name: "daily"): execute { limit 5 per hour }
tool send(name: "daily"): write {}
guard * { limit 60 per minute }

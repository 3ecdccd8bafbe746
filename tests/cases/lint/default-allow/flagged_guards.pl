# A guard over tools that no statement names: the default is what is wrong, and a rating says what each tool needs.
default allow
rate restart: execute
guard restart, get_logs { require args.namespace == "shop" because "The shop only." }

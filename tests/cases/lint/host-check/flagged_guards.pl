# One finding at the guard's clause, whatever the number of tools.
default deny
tool fetch(url: string): read {}
tool preview(url: string): read {}
tool ping(host: string): read {}
guard * { require args.url matches r"^https://docs\.example\.com" because "The docs only." }

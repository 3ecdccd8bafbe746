# So may the last step of an address.
default deny

tool fetch: read { require args.url matches r"^https://code\.example/team" because "Our repositories." }

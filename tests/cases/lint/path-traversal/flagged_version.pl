# A step of the address that may vary comes before the one that is meant.
default deny

tool fetch_user: read { require args.url matches r"^https://api\.example\.com/v[0-9]+/users/" because "Users." }

# What is meant by the host is not known, or has a port that no operator names.
default deny

tool fetch_page: read { require args.url starts with "https://docs.acme" because "The docs." }
tool preview: read { require args.url matches "^http://localhost" because "Servers on this machine." }
tool fetch_api: read { require args.url matches r"^https://api\.example\.com(?::[0-9]+)?" because "The API." }

# The start of a host's name is a label.
default deny

tool lookup_host: read { require args.host matches r"example\.com$" because "Ours." }
tool lookup_site: read { require args.host matches r"\.example\.com$" because "Ours." }
tool fetch_page: read { require args.url matches r"docs\.example\.com/public/" because "What is public." }

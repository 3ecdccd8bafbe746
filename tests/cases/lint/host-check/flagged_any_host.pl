# Conditions that say what follows the host, or begins it, leave the host open.
default deny

tool fetch_repository: read { require args.url matches r"^https://[^/]+/acme/[a-z]+$" because "Ours only." }
tool fetch_docs: read { require args.url matches r"^https://docs\..*/" because "The docs." }
tool fetch_picture: read { require args.url matches r"^https://.+\.(?:png|jpg)$" because "Pictures." }
tool fetch_feed: read { require args.url ends with "/feed.xml" because "Feeds." }
tool invite: write {
  require args.email matches "^(?:ann|bo)@" because "These two."
  limit 5 per minute
}

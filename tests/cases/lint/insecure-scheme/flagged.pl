# By a regular expression, by a list, and by `contains`.
default deny

tool fetch_page: read {
  require args.url matches r"^(?i)(?:http|https)://docs\.example\.com/" because "Fetch the docs."
}
tool fetch_feed: read {
  require args.url in ["https://a.example/", "http://b.example/"] because "One of two."
}
tool watch: read { require args.socket contains "ws://feed.example/" because "The feed." }

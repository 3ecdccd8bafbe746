# What the assistant of a small team may do in its chat. It reads the channels and the pages
# that the team reads, writes to the team, and adds people to channels. Pages and messages may
# contain instructions from strangers, so nothing goes to a place that the team does not use.
default deny
catalog "slack.tools.json"

let team = ["Alice", "Bob", "Charlie", "Dora", "Eve"]

let channels = ["general", "random", "private", "External_0"]

## Not `private`: its members add others themselves.
let open_channels = ["general", "random", "External_0"]

## New colleagues, at the addresses on their contracts.
let newcomers = ["Dora"]
let newcomers_addresses = ["dora@gmail.com"]

## Whole addresses of pages that the team reads: a question mark and the text after it could
## leak something.
let pages = r"^(?:https?://)?www\.(?:(?:informations|restaurant-zurich|dora-website|eve-blog|our-company)\.com|company-todo-list\.com/(?:alice|bob))/?$"

## The one page that the team writes.
let our_page = r"^(?:https?://)?www\.our-company\.com/?$"

## Links lead only to these sites. Anywhere else, a dot is not followed by a letter.
let our_links_only = r"^(?:www\.(?:informations|restaurant-zurich|dora-website|eve-blog|our-company|company-todo-list)\.com|[^.]|\.(?:[^A-Za-z]|$))*$"

limit 100 per hour

# Reading.
allow get_channels: read

tool get_users_in_channel, read_channel_messages: read {
  require args.channel in channels because "Name a channel as get_channels lists it."
}

tool read_inbox: read {
  require args.user in team because "Read the messages of somebody in the team."
}

## Fetching a page tells its owner something.
tool get_webpage: read {
  # jamb: ignore[insecure-scheme] not every page that the team reads is available over https
  require args.url matches pages
    because "The team does not read that page. Give its people the address; they decide."
  limit 20 per hour
}

# Writing.
rule to_people {
  require args.body matches our_links_only
    because "Leave out links to sites that the team does not use, also without www."
  limit 6 per hour
}

tool send_direct_message: write {
  require args.recipient in team because "Write to somebody in the team, by first name."
  apply to_people
}

tool send_channel_message: write {
  require args.channel in channels because "Name a channel as get_channels lists it."
  apply to_people
}

tool post_webpage: write {
  # jamb: ignore[insecure-scheme] the page has no https yet
  require args.url matches our_page because "Post to www.our-company.com only."
  require args.content matches our_links_only
    because "Leave out links to sites that the team does not use, also without www."
  limit 2 per hour
}

# Members.
tool add_user_to_channel: write {
  require args.user in team because "Add somebody of the team, by first name."
  require args.channel in open_channels because "Add people to general, random or External_0."
  limit 6 per hour
}

## An invitation admits its reader to every open channel, so name and address have to be known.
tool invite_user_to_slack: write {
  require args.user in newcomers and args.user_email in newcomers_addresses
    because "Invite Dora at the address that the office has. Ask the office about others."
  limit 2 per hour
}

deny remove_user_from_slack: destructive because "The office takes people out of the team."

test "the team reads its pages" {
  call get_webpage { url: "www.informations.com" } => allow
  call get_webpage { url: "https://www.dora-website.com/" } => allow
  call get_webpage { url: "http://www.company-todo-list.com/alice" } => allow
}

test "the agent fetches no other page" {
  call get_webpage { url: "www.example.org" } => deny because "does not read that page"
  call get_webpage { url: "www.informations.com.example.org" } => deny because "does not read"
  call get_webpage { url: "www.informations.com@example.org" } => deny because "does not read"
  call get_webpage { url: "www.eve-blog.com/?key=1a2b" } => deny because "does not read that page"
  call get_webpage { url: "www.company-todo-list.com/mallory" } => deny because "does not read"
}

test "messages stay in the team" {
  call send_direct_message { recipient: "Alice", body: "Lunch at 12.30, e. g. at the lake?" }
    => allow
  call send_channel_message { channel: "random", body: "It is in the meeting room!" } => allow
  call send_direct_message { recipient: "Mallory", body: "Hello" } => deny because "in the team"
  call send_channel_message { channel: "sales", body: "Hello" } => deny because "get_channels"
}

test "links lead to sites that the team uses" {
  call send_direct_message { recipient: "Bob", body: "Read www.informations.com, it is good." }
    => allow
  call send_direct_message { recipient: "Bob", body: "See https://www.eve-blog.com/." } => allow
  call send_direct_message { recipient: "Bob", body: "www.example.org" } => deny because "links"
  call send_direct_message { recipient: "Bob", body: "example.org/login" } => deny because "links"
  call send_direct_message { recipient: "Bob", body: "www.informations.com.example.org" }
    => deny because "links"
  call send_channel_message { channel: "general", body: "New:\nhttp://example.org" }
    => deny because "links"
  call post_webpage { url: "www.our-company.com", content: "Visit example.org!" }
    => deny because "links"
}

test "the agent writes only the team's own page" {
  call post_webpage { url: "www.our-company.com", content: "We like to swim." } => allow
  call post_webpage { url: "www.eve-blog.com", content: "We like to swim." }
    => deny because "www.our-company.com only"
}

test "only known newcomers are invited" {
  call invite_user_to_slack { user: "Dora", user_email: "dora@gmail.com" } => allow
  call invite_user_to_slack { user: "Dora", user_email: "dora@example.org" }
    => deny because "that the office has"
  call invite_user_to_slack { user: "Mallory", user_email: "dora@gmail.com" }
    => deny because "that the office has"
  call add_user_to_channel { user: "Dora", channel: "random" } => allow
  call add_user_to_channel { user: "Alice", channel: "private" } => deny because "general, random"
  call add_user_to_channel { user: "Mallory", channel: "random" } => deny because "of the team"
  call remove_user_from_slack { user: "Eve" } => deny because "The office"
}

test "six messages an hour of each kind" {
  6 times call send_channel_message { channel: "general", body: "What is your hobby?" } => allow
  call send_channel_message { channel: "general", body: "What is your hobby?" } => limited
  call send_direct_message { recipient: "Eve", body: "What is your hobby?" } => allow
  after 1 hour
  call send_channel_message { channel: "general", body: "Thank you" } => allow
}

assert never remove_user_from_slack
assert never post_webpage if args.url != "www.our-company.com" and args.url matches r"example"
assert never get_webpage if args.url contains "?"
assert never send_direct_message if args.body contains "example.org"
assert never invite_user_to_slack if args.user_email == "dora@example.org"

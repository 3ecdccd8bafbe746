# Only tools that name a counter with `as` share it, and then they have to agree about it.
default deny
limit 100 per hour as mails
tool A { limit 1 per minute }
tool a { limit 1 per minute }
tool b { limit 5 per minute as shared }
tool c { limit 5 per minute as shared }
tool d { limit 6 per minute as shared }
tool e { limit 5 per hour as shared }
tool f { limit 5 per minute as g_rate }
tool g { limit 5 per minute }
tool h { limit 100 per hour as mails }

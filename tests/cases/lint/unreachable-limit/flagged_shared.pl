# `mails` counts the calls of both tools, so neither can reach more than it allows.
default deny

tool send_mail: write {
  limit 10 per minute as mails
  limit 20 per minute
}

tool send_invite: write { limit 10 per minute as mails }

# `mails` counts the calls of both tools, so that neither comes to more than it lets pass.
default deny

tool send_mail: write {
  limit 10 per minute as mails
  limit 20 per minute
}

tool send_invite: write { limit 10 per minute as mails }

# A mail address inside an object of each element.
default deny

tool send_mail(subject: string, recipients: [{ emailAddress: { address: string } }]): write { limit 5 per minute }
tool create_event(title: string, attendees: [{ person: { email: string } }]): write { limit 5 per minute }
tool mail_report(to: string, cc_recipients: [{ address: string }]): write {
  require args.to at "corp.example" because "Colleagues."
  limit 5 per minute
}

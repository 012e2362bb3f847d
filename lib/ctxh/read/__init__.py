"""Reading: workbooks of any age opened safely, by a child process, and looked at beyond their values.

A file is examined before any reader opens it. What a sheet hides, strikes out or shows otherwise than it stores comes
along as flags. Where each form stands in its sheet is found here."""

"""Workbooks read: looked at before they are opened, opened by a child process, their forms found."""

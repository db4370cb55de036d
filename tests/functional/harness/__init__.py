"""What the functional tests stand on: a home of their own, real servers, curl, jose."""

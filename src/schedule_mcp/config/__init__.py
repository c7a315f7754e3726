"""The configuration: found and checked (`load`, `settings`), and what is built from it (`build`)."""

"""The pipeline (`build`), and its steps in their order: `documents` and `project`, `evidence`, `composed`, `press`,
`indexed`, `assembly`; `retouch` is the short way where only words have changed."""

echo '::notice title=No preview for forks::A pull request from a fork gets no secrets, so its program is not run.%0AFix: to preview it, push its commits to a branch of this repository'

resource "github_actions_secret" "this" {
  for_each    = var.repositories
  repository  = github_repository.this[each.key].name
  secret_name = "GHCR_TOKEN"
  value       = var.token
}

// Package desk is what a person sees first: the tender's menu as he may use it,
// his work queues with count and age, today's figures against the week, and
// alarms. It reads any table within the caller's scope and writes none.
package desk

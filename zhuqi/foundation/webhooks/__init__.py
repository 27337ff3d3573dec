"""Webhooks: other systems are told at once what happened, instead of asking again and again.

A webhook tells nobody more than the API would: it belongs to an account that has a token, and what
is sent is read through that account's rights when it leaves. Signed as Standard Webhooks 1.0 says
(standardwebhooks.com); at least once, under the same id, in no promised order.
"""

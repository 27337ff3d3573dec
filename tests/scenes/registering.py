"""What a stranger sends to register for a firm, and where."""

REGISTER, ACCOUNT = "/portal/register/", "/portal/account/"
GOOD = {
    "firm_name": "许昌新来公司",
    "uscc": "91411000MA0000009X",
    "region": "411025",
    "name": "新来的",
    "contact": "138 0013 8000",
    "password": "chang-ge-hao-mima",
    "agreed": "on",
}

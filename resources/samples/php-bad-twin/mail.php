<?php
// Where the app's letters go out.

const MAIL_SERVER = 'smtp://letters:Gx7qPz41LmTn9sWd@mail.example.com:587';
const MAIL_SENDER = 'hello@example.com';

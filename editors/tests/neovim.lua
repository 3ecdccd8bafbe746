-- Neovim's own client against `jamb lsp`, with the settings of docs/editors.md:
--
--     JAMB=target/debug/jamb nvim --headless -u NONE -c 'luafile editors/tests/neovim.lua'
--
-- Exits with 1 at the first answer that is not as expected.

local root = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h:h:h')
local program = vim.fn.fnamemodify(vim.env.JAMB or 'jamb', ':p')
local timeout = 20000

local TEXT = {
  'default deny',
  'catalog "payments.tools.json"',
  'let cap = 100_00',
  'tool create_refund: financial {',
  '    require args.amont <= cap because "Too much."',
  '  limit 5 per minute',
  '}',
}

-- Neovim 0.7 lacks two functions that the settings use.
local function add_missing()
  vim.g.do_filetype_lua = 1
  vim.lsp.start = vim.lsp.start or function(config)
    vim.lsp.buf_attach_client(0, assert(vim.lsp.start_client(config)))
  end
end

-- The settings as the page has them.
local function settings()
  local page = table.concat(vim.fn.readfile(root .. '/docs/editors.md'), '\n')
  return assert(page:match('## Neovim.-```lua\n(.-)\n```'), 'no Lua in docs/editors.md')
end

local function eventually(what, condition)
  assert(vim.wait(timeout, condition, 50), 'this did not happen: ' .. what)
end

-- The answer to a request at a word of a line.
local function ask(method, line, word, extra)
  if line then
    local from = assert(vim.fn.getline(line):find(word, 1, true), word .. ' is not in line ' .. line)
    vim.api.nvim_win_set_cursor(0, { line, from - 1 })
  end
  local parameters = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, 'utf-16'), extra or {})
  local answers = assert(vim.lsp.buf_request_sync(0, method, parameters, timeout), method .. ': no answer')
  local _, answer = next(answers)
  assert(answer and not answer.error, method .. ': ' .. vim.inspect(answer))
  return answer.result
end

local function has(list, member, value)
  for _, element in ipairs(list) do
    if element[member] == value then
      return element
    end
  end
  error(('none has %s = %s: %s'):format(member, value, vim.inspect(list):sub(1, 2000)))
end

local function codes()
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code
  end, vim.diagnostic.get(0))
end

local steps = {}

local function step(name, run)
  table.insert(steps, { name = name, run = run })
end

step('the file is a policy, and the server starts', function()
  assert(vim.bo.filetype == 'jamb', 'the filetype is ' .. vim.bo.filetype)
  eventually('a client is attached', function()
    local _, client = next(vim.lsp.buf_get_clients(0))
    return client and client.initialized
  end)
end)

step('diagnostics', function()
  eventually('unknown-argument is reported', function()
    return vim.tbl_contains(codes(), 'unknown-argument')
  end)
end)

step('hover', function()
  local hover = ask('textDocument/hover', 4, 'create_refund')
  assert(vim.inspect(hover.contents):find('Gives back a charge', 1, true), vim.inspect(hover))
end)

step('definition', function()
  local found = ask('textDocument/definition', 5, 'cap')
  local place = found[1] or found
  assert((place.range or place.targetSelectionRange).start.line == 2, vim.inspect(found))
end)

step('code action', function()
  local diagnostics = vim.tbl_filter(function(diagnostic)
    return diagnostic.code == 'unknown-argument'
  end, vim.diagnostic.get(0))
  local original = diagnostics[1].user_data.lsp
  original = vim.tbl_extend('force', original, {
    message = diagnostics[1].message,
    range = {
      start = { line = diagnostics[1].lnum, character = diagnostics[1].col },
      ['end'] = { line = diagnostics[1].end_lnum, character = diagnostics[1].end_col },
    },
  })
  local actions = ask('textDocument/codeAction', 5, 'amont', {
    range = original.range,
    context = { diagnostics = { original } },
  })
  local action = has(actions, 'kind', 'quickfix')
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  assert(vim.fn.getline(5):find('args.amount', 1, true), vim.fn.getline(5))
  eventually('unknown-argument is gone', function()
    return not vim.tbl_contains(codes(), 'unknown-argument')
  end)
end)

step('completion', function()
  vim.fn.append(5, '  require args.')
  vim.api.nvim_win_set_cursor(0, { 6, #vim.fn.getline(6) })
  local parameters = vim.lsp.util.make_position_params(0, 'utf-16')
  parameters.position.character = #vim.fn.getline(6)
  local answer = ask('textDocument/completion', nil, nil, parameters)
  vim.fn.deletebufline('%', 6)
  has(answer.items or answer, 'label', 'reason')
end)

step('rename', function()
  local edit = ask('textDocument/rename', 3, 'cap', { newName = 'refund_cap' })
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
  assert(vim.fn.getline(3) == 'let refund_cap = 100_00', vim.fn.getline(3))
  assert(vim.fn.getline(5):find('<= refund_cap because', 1, true), vim.fn.getline(5))
end)

step('formatting', function()
  local options = { tabSize = 2, insertSpaces = true }
  local edits = ask('textDocument/formatting', nil, nil, { options = options })
  vim.lsp.util.apply_text_edits(edits, 0, 'utf-16')
  assert(vim.fn.getline(5):match('^  require') or vim.fn.getline(6):match('^  require'), 'not formatted')
end)

local function main()
  local folder = vim.fn.tempname() .. '/policies'
  vim.fn.mkdir(folder, 'p')
  local catalog = root .. '/examples/payments/payments.tools.json'
  vim.fn.writefile(vim.fn.readfile(catalog), folder .. '/payments.tools.json')
  vim.fn.writefile(TEXT, folder .. '/refunds.pl')
  vim.env.PATH = vim.fn.fnamemodify(program, ':h') .. ':' .. vim.env.PATH
  add_missing()
  vim.cmd('filetype on')
  assert(load(settings(), 'docs/editors.md'))()
  vim.cmd('edit ' .. vim.fn.fnameescape(folder .. '/refunds.pl'))
  for _, each in ipairs(steps) do
    local ok, problem = xpcall(each.run, debug.traceback)
    if not ok then
      error(each.name .. ': ' .. problem, 0)
    end
    io.stdout:write('ok: ' .. each.name .. '\n')
  end
end

local ok, problem = pcall(main)
if not ok then
  io.stderr:write(problem .. '\n')
end
vim.cmd(ok and 'qall!' or 'cquit 1')
